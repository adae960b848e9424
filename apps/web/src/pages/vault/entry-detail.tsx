import type { CustomField, OpenedEntry, VaultFacts } from '@postern/client';
import {
  Avatar,
  Button,
  CopyButton,
  IconButton,
  Menu,
  MenuItem,
  MenuRule,
  Notice,
  SecretText,
  sayExactly,
  sayWhen,
  Tag,
  useText,
} from '@postern/ui';
import {
  ALargeSmall,
  ChevronLeft,
  Ellipsis,
  ExternalLink,
  Eye,
  EyeOff,
  FolderInput,
  RotateCcw,
  Star,
  Trash2,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { copyForAWhile } from './clipboard.ts';
import type { EntryActions } from './use-entry-actions.tsx';
import { vaultName } from './vault-name.ts';
import { safeWebUrl } from './web-url.ts';
import { WhoCanOpenLink } from './who-can-open-link.tsx';

export interface EntryDetailProps {
  readonly entry: OpenedEntry;
  readonly vault: VaultFacts | undefined;
  readonly revealed: boolean;
  readonly onReveal: (revealed: boolean) => void;
  readonly readOnly: boolean;
  readonly actions: EntryActions;
  readonly onBack: () => void;
}

/** One entry: its fields in rows, each with the one thing done most with it. */
export function EntryDetail({
  entry,
  vault,
  revealed,
  onReveal,
  readOnly,
  actions,
  onBack,
}: EntryDetailProps) {
  const text = useText();
  const [large, setLarge] = useState(false);
  const changeable = !readOnly && vault?.canEdit === true;
  const trashed = entry.trashedAtMs !== undefined;
  return (
    <article className="mx-auto w-full max-w-3xl px-4 pb-16 md:px-9" aria-labelledby="entry-title">
      <header className="flex flex-wrap items-center gap-4 border-line border-b py-5 md:pt-7">
        <IconButton className="-ml-2 md:hidden" label={text.vault.backToList} onClick={onBack}>
          <ChevronLeft size={18} />
        </IconButton>
        <span className="max-md:hidden">
          <Avatar name={entry.title} large />
        </span>
        <div className="min-w-0 flex-1 max-md:order-last max-md:basis-full">
          <h2 id="entry-title" className="break-words font-semibold text-xl tracking-tight">
            {entry.title}
          </h2>
          <p className="truncate text-ink-2" title={sayExactly(entry.changedAtMs, text)}>
            {text.entry.changed(
              vault === undefined ? '' : vaultName(vault, text),
              sayWhen(entry.changedAtMs, Date.now(), text),
            )}
          </p>
        </div>
        <div className="ml-auto flex items-center gap-1">
          <IconButton
            label={entry.favourite ? text.entry.unfavourite : text.entry.favourite}
            aria-pressed={entry.favourite}
            disabled={!changeable}
            onClick={actions.toggleFavourite}
          >
            <Star size={16} className={entry.favourite ? 'fill-current text-accent' : ''} />
          </IconButton>
          {!trashed && (
            <Button hotkey="e" disabled={readOnly} onClick={actions.edit}>
              {text.entry.edit}
            </Button>
          )}
          <Menu
            trigger={
              <IconButton label={text.vault.actions} disabled={!changeable}>
                <Ellipsis size={16} />
              </IconButton>
            }
          >
            {trashed ? (
              <>
                <MenuItem icon={<RotateCcw size={16} />} onSelect={actions.restore}>
                  {text.entry.restore}
                </MenuItem>
                <MenuRule />
                <MenuItem danger icon={<Trash2 size={16} />} onSelect={actions.purge}>
                  {text.entry.purge}
                </MenuItem>
              </>
            ) : (
              <>
                <MenuItem icon={<FolderInput size={16} />} onSelect={actions.move}>
                  {text.entry.move}
                </MenuItem>
                <MenuRule />
                <MenuItem danger icon={<Trash2 size={16} />} onSelect={actions.trash}>
                  {text.entry.trash}
                </MenuItem>
              </>
            )}
          </Menu>
        </div>
      </header>
      {trashed && (
        <div className="mt-4">
          <Notice
            tone="need"
            action={
              <Button size="small" disabled={!changeable} onClick={actions.restore}>
                {text.entry.restore}
              </Button>
            }
          >
            {text.entry.inTrash}
          </Notice>
        </div>
      )}
      <dl>
        {entry.user !== '' && (
          <Row
            label={text.entry.user}
            action={
              <CopyButton
                isShort
                label={text.entry.copyUser}
                hotkey="u"
                onCopy={() => copyForAWhile(entry.user)}
              />
            }
          >
            <span className="break-all">{entry.user}</span>
          </Row>
        )}
        {entry.password !== '' && (
          <Row
            label={text.entry.password}
            action={
              <>
                {revealed && (
                  <IconButton
                    size="small"
                    label={text.entry.large}
                    aria-pressed={large}
                    onClick={() => setLarge(!large)}
                  >
                    <ALargeSmall size={16} />
                  </IconButton>
                )}
                <RevealButton revealed={revealed} onReveal={onReveal} />
                <CopyButton
                  isShort
                  label={text.entry.copyPassword}
                  hotkey="c"
                  onCopy={() => copyForAWhile(entry.password)}
                />
              </>
            }
          >
            <SecretText secret={entry.password} revealed={revealed} large={large} />
          </Row>
        )}
        {entry.urls.map((url, index) => (
          <Website
            key={url}
            url={url}
            label={index === 0 ? text.entry.website : text.entry.websiteNumber(index + 1)}
            hotkey={index === 0 ? 'o' : undefined}
          />
        ))}
        {entry.custom.map((field, index) => {
          const key = `${index}/${field.name}`;
          if (field.kind === 'url') return <Website key={key} url={field.value} label={field.name} />;
          if (field.kind === 'hidden') return <HiddenField key={key} field={field} />;
          return (
            <Row
              key={key}
              label={field.name}
              action={
                <CopyButton
                  isShort
                  label={text.entry.copyField(field.name)}
                  onCopy={() => copyForAWhile(field.value)}
                />
              }
            >
              <span className="whitespace-pre-wrap break-words">{field.value}</span>
            </Row>
          );
        })}
        {entry.notes !== '' && (
          <Row label={text.entry.notes}>
            <span className="whitespace-pre-wrap break-words">{entry.notes}</span>
          </Row>
        )}
      </dl>
      {entry.tags.length > 0 && (
        <ul aria-label={text.entry.tags} className="mt-5 flex flex-wrap gap-1.5">
          {entry.tags.map((tag) => (
            <li key={tag}>
              <Tag>{tag}</Tag>
            </li>
          ))}
        </ul>
      )}
      <History entry={entry} />
      <p className="mt-5 flex flex-wrap justify-between gap-x-4 gap-y-1 text-ink-3 text-sm">
        {text.entry.created(sayWhen(entry.createdAtMs, Date.now(), text))}
        <WhoCanOpenLink entry={entry} />
      </p>
    </article>
  );
}

function Row({
  label,
  action,
  children,
}: {
  readonly label: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="grid min-h-13 grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 border-line border-b py-2.5 sm:grid-cols-[8rem_1fr_auto]">
      <dt className="text-ink-2 max-sm:col-span-2 max-sm:text-sm">{label}</dt>
      <dd className="min-w-0">{children}</dd>
      {action !== undefined && <dd className="flex items-center justify-end gap-1.5">{action}</dd>}
    </div>
  );
}

/** Shows one secret, or hides it again; `of` names it where it is not the password. */
function RevealButton({
  revealed,
  onReveal,
  of,
}: {
  readonly revealed: boolean;
  readonly onReveal: (revealed: boolean) => void;
  readonly of?: string;
}) {
  const { entry: words } = useText();
  return (
    <Button
      size="small"
      aria-pressed={revealed}
      {...(of === undefined ? {} : { 'aria-label': revealed ? words.hideField(of) : words.revealField(of) })}
      icon={revealed ? <EyeOff size={14} /> : <Eye size={14} />}
      onClick={() => onReveal(!revealed)}
    >
      {revealed ? words.hide : words.reveal}
    </Button>
  );
}

/** A secret of one's own making, shown by itself: whoever looks at a PIN need not show the password. */
function HiddenField({ field }: { readonly field: CustomField }) {
  const text = useText();
  const [revealed, setRevealed] = useState(false);
  return (
    <Row
      label={`${field.name} (${text.entry.hidden})`}
      action={
        <>
          <RevealButton revealed={revealed} onReveal={setRevealed} of={field.name} />
          <CopyButton
            isShort
            label={text.entry.copyField(field.name)}
            onCopy={() => copyForAWhile(field.value)}
          />
        </>
      }
    >
      <SecretText secret={field.value} revealed={revealed} />
    </Row>
  );
}

function Website({
  url,
  label,
  hotkey,
}: {
  readonly url: string;
  readonly label: string;
  readonly hotkey?: string | undefined;
}) {
  const text = useText();
  const safe = safeWebUrl(url);
  return (
    <Row
      label={label}
      action={
        safe !== undefined && (
          <Button
            size="small"
            aria-label={text.entry.openWebsite(safe.host)}
            {...(hotkey === undefined ? {} : { hotkey })}
            icon={<ExternalLink size={14} />}
            onClick={() => window.open(safe.href, '_blank', 'noopener,noreferrer')}
          >
            {text.entry.open}
          </Button>
        )
      }
    >
      <span className="break-all">{url}</span>
    </Row>
  );
}

function History({ entry }: { readonly entry: OpenedEntry }) {
  const text = useText();
  if (entry.history.length === 0) return null;
  return (
    <details className="mt-5">
      <summary className="w-fit rounded-sm text-ink-2 hover:text-ink">
        {text.entry.history(entry.history.length)}
      </summary>
      <dl aria-label={text.entry.historyTitle} className="mt-2">
        {entry.history.map((past) => (
          <Row
            key={past.atMs}
            label={sayWhen(past.atMs, Date.now(), text)}
            action={
              <CopyButton
                isShort
                label={text.entry.copyPastPassword(sayWhen(past.atMs, Date.now(), text))}
                onCopy={() => copyForAWhile(past.password)}
              />
            }
          >
            <PastPassword password={past.password} />
          </Row>
        ))}
      </dl>
    </details>
  );
}

function PastPassword({ password }: { readonly password: string }) {
  const text = useText();
  const [revealed, setRevealed] = useState(false);
  return (
    <span className="flex items-center gap-2">
      <SecretText secret={password} revealed={revealed} />
      <IconButton
        size="small"
        label={revealed ? text.entry.hide : text.entry.reveal}
        aria-pressed={revealed}
        onClick={() => setRevealed(!revealed)}
      >
        {revealed ? <EyeOff size={14} /> : <Eye size={14} />}
      </IconButton>
    </span>
  );
}
