const megabyte = 1024 * 1024;

/**
 * How much memory PostgreSQL uses for what it has read: a quarter of the machine's or container's, as its documentation
 * advises, between 128 MB and 4 GB. The buckets and derived rows of 100,000 accounts want about 1 GB: with less, what the live
 * engine reads of an account comes from the operating system page by page. It is taken as it is filled, not at the start.
 * @param bytes of the machine, or what its container may use
 */
export function memorySettings(bytes: number): { shared_buffers: string; effective_cache_size: string } {
  const megabytes = Math.floor(bytes / megabyte);
  const buffers = Math.min(4096, Math.max(128, Math.floor(megabytes / 4)));
  return {
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(2 * buffers, Math.floor(megabytes / 2))}MB`,
  };
}
