import { Page, Section, Select, Tag, Tooltip, useText, useToast } from '@postern/ui';
import { Server } from 'lucide-react';
import { useOpenOrganization, usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

/** Ages on offer, in minutes; a quarter of an hour is the least the protocol allows. */
const sessionAges = [15, 60, 240, 720, 1440, 10_080, 43_200];

/** What holds for everybody, what each setting touches, and who enforces it. */
export function SettingsPage() {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const task = useTask();
  const { online } = useSnapshot();
  const { settings, memberCount, permissions, isOwner } = useOpenOrganization();
  const allowed = isOwner || permissions.includes('settings.manage');
  const ages = [...new Set([...sessionAges, settings.sessionAgeMinutes])].sort((a, b) => a - b);
  const change = async (sessionAgeMinutes: number) => {
    const before = settings.sessionAgeMinutes;
    if ((await task.run(() => port.organization.changeSettings({ sessionAgeMinutes }))) === undefined) return;
    toast({ message: text.settings.saved, undo: () => void change(before) });
  };
  return (
    <Page title={text.settings.title} lead={text.settings.lead}>
      <RefusalNotice refusal={task.refusal} />
      <Section
        title={text.settings.sessionTitle}
        lead={`${text.settings.sessionLead} ${text.settings.touches(memberCount)}`}
        aside={
          <Tooltip content={text.settings.marks}>
            <button type="button" className="rounded-full">
              <Tag tone="plain">
                <Server size={12} aria-hidden="true" className="mr-1" />
                {text.settings.byServer}
              </Tag>
            </button>
          </Tooltip>
        }
      >
        {allowed && online ? (
          <div className="max-w-60">
            <Select
              label={text.settings.sessionAge}
              value={String(settings.sessionAgeMinutes)}
              options={ages.map((minutes) => ({
                value: String(minutes),
                label: text.settings.ages(minutes),
              }))}
              onValueChange={(value) => void change(Number(value))}
            />
          </div>
        ) : (
          <p>
            {text.settings.sessionAge} <strong>{text.settings.ages(settings.sessionAgeMinutes)}</strong>
            {!allowed && <span className="block text-ink-2">{text.settings.notAllowed}</span>}
          </p>
        )}
      </Section>
      <p className="border-line border-t pt-4 text-ink-2 text-sm">{text.settings.marks}</p>
    </Page>
  );
}
