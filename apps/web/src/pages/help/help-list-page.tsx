import { type Code, codes, familyOf, plainSentence } from '@postern/access';
import { guideIds, guideOf, isInUse } from '@postern/access/help';
import { Page, TextField, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CodeLinkTo } from './help-links.tsx';

/** Every message of the gate and of resources by its words, and the guides. */
export function HelpPage() {
  const text = useText();
  const [query, setQuery] = useState('');
  const shown = (family: 'gate' | 'resource') =>
    codesSaying(query).filter((code) => familyOf(code) === family);
  const [gate, resource] = [shown('gate'), shown('resource')];
  return (
    <Page title={text.help.title} lead={text.help.lead}>
      <TextField
        type="search"
        label={text.help.filterLabel}
        placeholder={text.help.filter}
        value={query}
        onValueChange={setQuery}
      />
      <div className="mt-8 flex flex-col gap-8">
        <Messages title={text.help.gateTitle} of={gate} />
        <Messages title={text.help.insideTitle} of={resource} />
        {gate.length + resource.length === 0 && <p className="text-ink-2">{text.help.none}</p>}
        <section>
          <h2 className="mb-2 font-semibold">{text.help.guidesTitle}</h2>
          <ul className="border-line border-t">
            {guideIds.map((id) => (
              <li key={id} className="border-line border-b py-2.5">
                <Link
                  to="/help/guides/$guide"
                  params={{ guide: id }}
                  className="font-medium hover:text-accent"
                >
                  {guideOf(id).title}
                </Link>
                <p className="text-ink-2">{guideOf(id).lead}</p>
              </li>
            ))}
          </ul>
        </section>
        <Link to="/help/errors" className="prose-link self-start">
          {text.help.toErrors}
        </Link>
      </div>
    </Page>
  );
}

/** Every other code: refusals of single actions, and alarms. */
export function HelpErrorsPage() {
  const text = useText();
  const [query, setQuery] = useState('');
  const shown = (family: 'alarm' | 'refusal') =>
    codesSaying(query).filter((code) => familyOf(code) === family);
  const [alarms, refusals] = [shown('alarm'), shown('refusal')];
  return (
    <Page title={text.help.errorsTitle} lead={text.help.errorsLead}>
      <TextField
        type="search"
        label={text.help.filterLabel}
        placeholder={text.help.filter}
        value={query}
        onValueChange={setQuery}
      />
      <div className="mt-8 flex flex-col gap-8">
        <Messages title={text.help.alarmsTitle} of={alarms} />
        <Messages title={text.help.refusalsTitle} of={refusals} />
        {alarms.length + refusals.length === 0 && <p className="text-ink-2">{text.help.none}</p>}
        <Link to="/help" className="prose-link self-start">
          {text.help.back}
        </Link>
      </div>
    </Page>
  );
}

function codesSaying(query: string): readonly Code[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return codes.filter((code) => {
    const said = `${plainSentence(code)} ${code}`.toLowerCase();
    return isInUse(code) && words.every((word) => said.includes(word));
  });
}

function Messages({ title, of }: { readonly title: string; readonly of: readonly Code[] }) {
  if (of.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-semibold">{title}</h2>
      <ul className="border-line border-t">
        {of.map((code) => (
          <li key={code} id={code} className="border-line border-b py-2.5 target:bg-accent-soft">
            <CodeLinkTo code={code} className="hover:text-accent">
              {plainSentence(code)}
            </CodeLinkTo>
            <code className="block text-ink-3 text-xs">{code}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
