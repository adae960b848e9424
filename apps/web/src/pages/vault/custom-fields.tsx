import type { CustomField } from '@postern/client';
import { Button, IconButton, PasswordField, Select, TextField, useText } from '@postern/ui';
import { Plus, X } from 'lucide-react';

const kinds: readonly CustomField['kind'][] = ['text', 'hidden', 'url'];

/** The fields a person adds to an entry: name, kind, value. */
export function CustomFields({
  fields,
  onChange,
}: {
  readonly fields: readonly CustomField[];
  readonly onChange: (fields: readonly CustomField[]) => void;
}) {
  const text = useText();
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-semibold">{text.entryForm.fields}</legend>
      {fields.map((field, index) => {
        const set = (change: Partial<CustomField>) => onChange(fields.with(index, { ...field, ...change }));
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a line being typed
            key={index}
            className="grid grid-cols-[1fr_auto] items-end gap-2 sm:grid-cols-[1fr_7rem_1.4fr_auto]"
          >
            <TextField
              label={text.entryForm.fieldName}
              value={field.name}
              autoComplete="off"
              onValueChange={(name) => set({ name })}
            />
            <Select
              label={text.entryForm.fieldKind}
              value={field.kind}
              options={kinds.map((value) => ({ value, label: text.entryForm.fieldKinds[value] }))}
              onValueChange={(kind) => set({ kind })}
            />
            {field.kind === 'hidden' ? (
              <PasswordField
                label={text.entryForm.fieldValue}
                value={field.value}
                autoComplete="off"
                onValueChange={(value) => set({ value })}
              />
            ) : (
              <TextField
                label={text.entryForm.fieldValue}
                value={field.value}
                autoComplete="off"
                onValueChange={(value) => set({ value })}
              />
            )}
            <IconButton
              label={text.entryForm.remove(field.name || text.entryForm.fieldName)}
              onClick={() => onChange(fields.toSpliced(index, 1))}
            >
              <X size={16} />
            </IconButton>
          </div>
        );
      })}
      <Button
        kind="quiet"
        size="small"
        className="self-start"
        icon={<Plus size={14} />}
        onClick={() => onChange([...fields, { kind: 'text', name: '', value: '' }])}
      >
        {text.entryForm.addField}
      </Button>
    </fieldset>
  );
}
