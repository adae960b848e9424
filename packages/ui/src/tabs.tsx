import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabPanel {
  readonly value: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

/** A few panels of which one is seen. */
export function Tabs({ panels, label }: { readonly panels: readonly TabPanel[]; readonly label: string }) {
  return (
    <Base.Root defaultValue={panels[0]?.value ?? null}>
      <Base.List aria-label={label} className="flex gap-5 border-line border-b">
        {panels.map((panel) => (
          <Base.Tab
            key={panel.value}
            value={panel.value}
            className="-mb-px h-9 border-transparent border-b-2 font-medium text-ink-2 transition-colors hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {panel.label}
          </Base.Tab>
        ))}
      </Base.List>
      {panels.map((panel) => (
        <Base.Panel key={panel.value} value={panel.value} className="pt-5">
          {panel.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
