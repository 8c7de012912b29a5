import DOMPurify from "dompurify";
import { useMemo } from "react";

/** Nothing that acts, loads from elsewhere or covers the page: what is left is text with its form. */
const allowed = {
  FORBID_TAGS: [
    "img",
    "picture",
    "video",
    "audio",
    "source",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "style",
    "link",
    "meta",
    "base",
    "svg",
    "math",
  ],
  FORBID_ATTR: ["style", "class", "id", "background", "src", "srcset", "poster", "action", "formaction"],
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  WHOLE_DOCUMENT: false,
};

const frameStyle = `:root{color-scheme:light;font:14px/1.45 system-ui,sans-serif}body{margin:0;padding:12px;background:#fff;color:#1c1d1f;overflow-wrap:anywhere}table{max-width:100%}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #d3d2cc}a[href]{color:#2f55c8}body>:first-child{margin-top:0}`;

/** Takes `onclick="…"` out of tags beforehand: the purifier would too, but the browser complains already on parsing. */
function withoutHandlers(html: string): string {
  return html.replace(/<[^>]+>/g, (tag) => tag.replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
}

/** Foreign HTML without anything that acts: no scripts, styles, pictures or addresses but web and mail. */
export function sanitised(html: string): string {
  const body = DOMPurify.sanitize(withoutHandlers(html), { ...allowed, RETURN_DOM: true }) as HTMLElement;
  for (const link of body.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer nofollow");
  }
  return body.innerHTML;
}

/**
 * A message's HTML as it came, cleaned and in a frame of its own that may run nothing and belongs to no origin: it
 * reaches neither the page nor the session. Pictures are left out, since fetching one tells the sender.
 */
export function FormattedMessage({ html, title }: { html: string; title: string }) {
  const page = useMemo(
    () =>
      `<!doctype html><html lang="en"><head><title>${title.replaceAll("<", "&lt;")}</title><style>${frameStyle}</style></head><body>${sanitised(html)}</body></html>`,
    [html, title],
  );
  return (
    <iframe
      title={title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={page}
      className="h-64 w-full resize-y rounded-control border border-line bg-surface"
    />
  );
}
