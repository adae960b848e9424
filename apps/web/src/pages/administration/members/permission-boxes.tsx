import { Checkbox, useText } from '@postern/ui';
import type { GrantedPermission } from '../shared/may.tsx';
import { useMay } from '../shared/may.tsx';
import { grantedPermissions } from './permission-list.ts';

export interface PermissionBoxesProps {
  readonly value: readonly GrantedPermission[];
  readonly onChange: (value: readonly GrantedPermission[]) => void;
  readonly disabled?: boolean;
}

/** The permissions with what each allows. Those this person does not hold cannot be given by them. */
export function PermissionBoxes({ value, onChange, disabled = false }: PermissionBoxesProps) {
  const text = useText();
  const may = useMay();
  const toggle = (permission: GrantedPermission, on: boolean) =>
    onChange(grantedPermissions.filter((one) => (one === permission ? on : value.includes(one))));
  return (
    <ul className="flex flex-col gap-2.5">
      {grantedPermissions.map((permission) => {
        const { name, says } = text.administration.permissions[permission];
        return (
          <li key={permission}>
            <Checkbox
              checked={value.includes(permission)}
              disabled={disabled || !may.holds(permission)}
              onCheckedChange={(on) => toggle(permission, on)}
            >
              <span className="font-medium">{name}</span>
              <span className="block text-ink-2 text-sm">{says}</span>
            </Checkbox>
          </li>
        );
      })}
    </ul>
  );
}
