/** The first run: who you are, where your videos are, and what is being found. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';

import { authStatus, connectEvents } from '@/api';
import { paths } from '@/lib/paths';
import { Alone, FirstPaint, Unreachable, useTabTitle } from '@/ui';

import { AccountStep } from './AccountStep';
import { FindingStep } from './FindingStep';
import { PlaceStep } from './PlaceStep';

type Step = 'account' | 'place' | 'finding';
const ORDER: Step[] = ['account', 'place', 'finding'];

/** The step stands in the address, so that a reload in the middle goes on where it was. */
function useStep(setupNeeded: boolean): [Step, (step: Step) => void] {
  const [params, setParams] = useSearchParams();
  const wish = ORDER.find((step) => step === params.get('step')) ?? 'account';
  const step = setupNeeded ? 'account' : wish === 'account' ? 'place' : wish;
  return [step, (next) => setParams({ step: next }, { replace: true })];
}

/** Signed in, the stream of events tells what is being found. */
function useLive(on: boolean): void {
  const cache = useQueryClient();
  useEffect(() => (on ? connectEvents(cache) : undefined), [cache, on]);
}

function Steps({ setupNeeded }: { setupNeeded: boolean }) {
  const { t } = useTranslation('setup');
  const [step, go] = useStep(setupNeeded);
  const [params] = useSearchParams();
  useLive(!setupNeeded);
  useTabTitle(t('tab'));
  const now = ORDER.indexOf(step) + 1;
  return (
    <Alone
      key={step}
      title={t(`${step}.title`)}
      text={t(`${step}.text`)}
      steps={{ now, all: ORDER.length, label: t('step', { now, all: ORDER.length }) }}
      wide={step !== 'account'}
    >
      {step === 'account' && <AccountStep token={params.get('token') ?? ''} onDone={() => go('place')} />}
      {step === 'place' && <PlaceStep onDone={() => go('finding')} />}
      {step === 'finding' && <FindingStep onBack={() => go('place')} />}
    </Alone>
  );
}

export function SetupPage() {
  const status = useQuery(authStatus);
  const [params] = useSearchParams();
  const needed = status.data?.setup_needed ?? false;
  const [begun, setBegun] = useState(false);
  if (needed && !begun) setBegun(true);
  if (status.isError) return <Unreachable error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <FirstPaint />;
  if (!needed && !status.data.signed_in) return <Navigate to={paths.signIn} replace />;
  // Long set up, and come here by an old link.
  if (!needed && !begun && params.get('step') === null) return <Navigate to={paths.home} replace />;
  return <Steps setupNeeded={needed} />;
}
