/** Writes a rule, with what it would take before it is kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { RetentionRule, RetentionWish } from '@/api';
import { Button, Choice, Dialog, INPUT } from '@/ui';

import { AboutList } from './AboutList';
import { draftOf, isNumberWrong, KEEPS, PROPOSED, wishOf, type Draft } from './draft';
import { Preview } from './Preview';

interface KeepProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

function KeepChoice({ draft, onChange }: KeepProps) {
  const { t } = useTranslation('storage');
  const wrong = isNumberWrong(draft);
  return (
    <fieldset>
      <legend className="mb-2 text-small font-medium text-ink-2">{t('rules.keep')}</legend>
      <div className="flex flex-col gap-2.5">
        {KEEPS.map((keep) => (
          <div key={keep} className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2">
            <Choice
              type="radio"
              name="keep"
              label={t(`keep.${keep}`)}
              checked={draft.keep === keep}
              onChange={() => onChange({ keep, number: PROPOSED[keep] })}
              className="flex-1"
            />
            {draft.keep === keep && keep !== 'forever' && (
              <span className="flex items-center gap-2 text-small text-ink-2">
                <input
                  inputMode="numeric"
                  value={draft.number}
                  onChange={(event) => onChange({ number: event.target.value })}
                  aria-label={t(keep === 'newest' ? 'unit.titles' : 'unit.days')}
                  aria-invalid={wrong || undefined}
                  className={`${INPUT} h-10 w-24! text-right tabular`}
                />
                {t(keep === 'newest' ? 'unit.titles' : 'unit.days')}
              </span>
            )}
          </div>
        ))}
      </div>
      {wrong && <p className="mt-1.5 text-caption text-danger">{t('rules.numberWrong')}</p>}
    </fieldset>
  );
}

interface Props {
  rule: RetentionRule | null;
  trashDays: number;
  busy: boolean;
  onClose: () => void;
  onSave: (wish: RetentionWish) => void;
}

export function RuleDialog({ rule, trashDays, busy, onClose, onSave }: Props) {
  const { t } = useTranslation('storage');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const wish = wishOf(draft);
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={rule ? rule.name || t('rules.library') : t('rules.new')}
      description={t('rules.dialogText', { count: trashDays })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" busy={busy} disabled={!wish} onClick={() => wish && onSave(wish)}>
            {t('rules.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {!rule && <AboutList value={draft.about} onChange={(about) => change({ about })} />}
        <KeepChoice draft={draft} onChange={change} />
        {draft.keep !== 'forever' && <Preview wish={wish} />}
      </div>
    </Dialog>
  );
}
