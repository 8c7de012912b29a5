import {
  getNotificationPreferences,
  getSlackSettings,
  type NotificationPreferences,
  notificationKinds,
  putNotificationPreferences,
  putSlackSettings,
} from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Form } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const mailChoices = [
  { value: "at-once", label: "E-mail at once" },
  { value: "daily", label: "In the daily digest" },
  { value: "off", label: "No e-mail" },
] as const;
const slackChoices = [
  { value: "direct", label: "Slack, direct message" },
  { value: "channel", label: "Slack, my channel" },
  { value: "off", label: "Not in Slack" },
] as const;

/** Where one's own notifications go; who may, connects Slack for everybody. */
export function NotificationSettingsPage() {
  const own = useCall(getNotificationPreferences, {});
  const mayConnect = useMay("company.write");
  return (
    <SettingsFrame title="Notifications" intro="What you are told, and where. Nothing is sent twice.">
      <div className="flex flex-col gap-4">
        {own.error && <ErrorState error={own.error} onRetry={() => own.refetch()} />}
        {own.isPending && <Skeleton lines={6} />}
        {own.data && <PreferencesForm key={JSON.stringify(own.data)} preferences={own.data} />}
        {mayConnect && <SlackCard />}
      </div>
    </SettingsFrame>
  );
}

function PreferencesForm({ preferences }: { preferences: NotificationPreferences }) {
  const [draft, setDraft] = useState(preferences);
  const save = useWrite(putNotificationPreferences, {
    refreshes: [getNotificationPreferences],
    onSuccess: () => toast({ title: "Saved" }),
  });
  const change = (kind: string, patch: Partial<NotificationPreferences["kinds"][number]>) =>
    setDraft({
      ...draft,
      kinds: draft.kinds.map((each) => (each.kind === kind ? { ...each, ...patch } : each)),
    });
  const time = (path: "quietFrom" | "quietUntil", label: string) => (
    <TextField
      label={label}
      path={path}
      type="time"
      optional
      value={draft[path] ?? ""}
      onChange={(text) => setDraft({ ...draft, [path]: text === "" ? null : text })}
    />
  );
  return (
    <Card title="You are told of">
      <Form
        onSubmit={() => save.mutate({ body: draft })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          <Button variant="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
        }
      >
        <ul className="divide-y divide-line">
          {draft.kinds.map(({ kind, inApp, email, slack }) => {
            const label = notificationKinds.find((each) => each.value === kind)?.label ?? kind;
            return (
              <li key={kind} className="flex flex-wrap items-center gap-x-5 gap-y-2 py-2">
                <span className="min-w-0 grow basis-56">{label}</span>
                <Checkbox
                  label="Inbox"
                  checked={inApp}
                  onCheckedChange={(on) => change(kind, { inApp: on })}
                />
                <Select
                  aria-label={`E-mail: ${label}`}
                  options={mailChoices}
                  value={email}
                  onValueChange={(choice) => change(kind, { email: choice })}
                />
                <Select
                  aria-label={`Slack: ${label}`}
                  options={slackChoices}
                  value={slack}
                  onValueChange={(choice) => change(kind, { slack: choice })}
                />
              </li>
            );
          })}
        </ul>
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
          {time("quietFrom", "Quiet from")}
          {time("quietUntil", "Quiet until")}
          <TextField
            label="Daily digest at"
            path="digestAt"
            type="time"
            value={draft.digestAt}
            onChange={(digestAt) => setDraft({ ...draft, digestAt })}
          />
          <TextField
            label="Time zone"
            path="timeZone"
            optional
            placeholder="The company's"
            value={draft.timeZone ?? ""}
            onChange={(text) => setDraft({ ...draft, timeZone: text === "" ? null : text })}
          />
          <TextField
            label="My Slack channel"
            path="slackChannel"
            optional
            placeholder="#my-team"
            value={draft.slackChannel ?? ""}
            onChange={(text) => setDraft({ ...draft, slackChannel: text.trim() === "" ? null : text })}
          />
        </div>
      </Form>
    </Card>
  );
}

function SlackCard() {
  const slack = useCall(getSlackSettings, {}, { live: ["slack-settings"] });
  const [token, setToken] = useState("");
  const [channel, setChannel] = useState<string>();
  const save = useWrite(putSlackSettings, {
    refreshes: [getSlackSettings],
    onSuccess: ({ isConnected, team }) => {
      setToken("");
      toast({ title: isConnected ? `Connected to ${team ?? "Slack"}` : "Slack is disconnected" });
    },
  });
  if (!slack.data) return null;
  const { isConnected, team } = slack.data;
  const channelText = channel ?? slack.data.channel ?? "";
  return (
    <Card
      title="Slack"
      subtitle={isConnected ? `Connected to ${team ?? "a workspace"}` : "Not connected"}
      actions={
        isConnected && (
          <Button variant="quiet" onClick={() => save.mutate({ body: { token: null } })}>
            Disconnect
          </Button>
        )
      }
    >
      <Form
        onSubmit={() => save.mutate({ body: { ...(token ? { token } : {}), channel: channelText || null } })}
        error={save.error?.fields.length ? undefined : save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          <Button type="submit" busy={save.isPending} disabled={!isConnected && token === ""}>
            {isConnected ? "Save" : "Connect"}
          </Button>
        }
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label="Bot token"
            path="token"
            type="password"
            autoComplete="off"
            hint="Needs chat:write and users:read.email. It is kept encrypted."
            placeholder={isConnected ? "Kept as it is" : "xoxb-…"}
            value={token}
            onChange={setToken}
          />
          <TextField
            label="Channel for risks of tier 3"
            path="channel"
            optional
            placeholder="#red-accounts"
            value={channelText}
            onChange={setChannel}
          />
        </div>
      </Form>
    </Card>
  );
}
