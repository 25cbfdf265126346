import { ReadingPage, type Standing } from './reading-page.tsx';

const SHARED: readonly Standing[] = [
  {
    id: 'demo',
    fact: 'This deployment is a demonstration.',
    detail:
      'It answers only the machine it runs on. Its clients are invented and its venues are simulated.',
  },
];

/** What stands behind the shell of compliance today. */
export function ComplianceOverview() {
  return (
    <ReadingPage
      title="Rules stand on pages of their own."
      lead="Limits, trading state, the restricted list, clients and tiers have a page each. Onboarding and surveillance are still to come."
      standing={[
        ...SHARED,
        {
          id: 'write',
          fact: 'Whatever a person changes goes through one door.',
          detail: 'It writes who, what and why in the same transaction as the change itself.',
        },
        {
          id: 'append',
          fact: 'What is recorded is added to, never rewritten.',
          detail: 'The roles that pages use have no right to update or delete such rows.',
        },
      ]}
    />
  );
}
