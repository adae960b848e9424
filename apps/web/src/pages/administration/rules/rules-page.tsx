import { useText } from '@postern/ui';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { Read } from '../shared/read.tsx';
import { AccessLogRule } from './access-log-rule.tsx';
import { ClientsRule } from './clients-rule.tsx';
import { NameRule } from './name-rule.tsx';
import { PersonalVaultsRule } from './personal-vaults-rule.tsx';
import { SecondFactorRule } from './second-factor-rule.tsx';
import { SessionRule } from './session-rule.tsx';
import { VersionRule } from './version-rule.tsx';

/** What holds for everybody in the organization. */
export function RulesPage() {
  const text = useText();
  const { rules: port } = usePort().administration;
  const { memberCount } = useOpenOrganization();
  const may = useMay();
  const mayChange = may.change('settings.manage');
  return (
    <AdministrationPage title={text.rules.title} lead={text.rules.lead}>
      <div className="max-w-3xl">
        <MissingPermission permission="settings.manage" />
        <Read name="rules" read={() => port.read()}>
          {(rules) => {
            const props = { rules, mayChange, memberCount };
            return (
              <>
                <SecondFactorRule {...props} />
                <ClientsRule {...props} />
                <VersionRule {...props} />
                <SessionRule {...props} />
                <AccessLogRule {...props} />
                <PersonalVaultsRule {...props} />
                <NameRule mayChange={mayChange} />
              </>
            );
          }}
        </Read>
        <p className="border-line border-t pt-4 text-ink-2 text-sm">{text.settings.marks}</p>
      </div>
    </AdministrationPage>
  );
}
