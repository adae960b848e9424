import { Page, Path, type PathStep, useText } from '@postern/ui';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { type KitStage, MakeKit } from './make-kit.tsx';

/** The owner makes the recovery kit of a new organization, which opens with it. */
export function SetupPage() {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  const { organization: address } = useParams({ from: '/$organization' });
  const [stage, setStage] = useState<KitStage>('make');
  const finish = async () => {
    await port.organization.enter(address);
    await navigate({ to: '/$organization', params: { organization: address }, replace: true });
  };

  const done = { make: 0, save: 1, confirm: 2 }[stage];
  const steps: PathStep[] = Object.values(text.setup.steps).map((label, index) => ({
    key: label,
    label,
    state: index < done ? 'open' : 'dim',
  }));

  return (
    <Page title={text.setup.title} lead={text.setup.lead}>
      <div className="-ml-3 mb-8">
        <Path steps={steps} />
      </div>
      <MakeKit
        address={address}
        makeLead={text.setup.makeLead}
        makeLabel={text.setup.make}
        stage={stage}
        onStage={setStage}
        onDone={finish}
      />
    </Page>
  );
}
