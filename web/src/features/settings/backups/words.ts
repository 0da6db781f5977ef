/** What a copy is called, and what a job does to it. No React. */
import type { Backup } from '@/api';

const STEPS = ['queued', 'opening', 'copying', 'taking over', 'upgrading', 'indexing', 'verifying', 'sealing', 'finishing', 'people', 'sending', 'fetching'] as const;
export type Step = (typeof STEPS)[number];

export const stepOf = (step: string | null): Step | null => STEPS.find((one) => one === step) ?? null;

const LABELS = ['nightly', 'manual', 'uploaded', 'damaged', 'before-restore'] as const;
export type Label = (typeof LABELS)[number] | 'before-upgrade' | 'other';

/** Why it was made. */
export function labelOf(backup: Pick<Backup, 'label'>): Label {
  if (/^before-\d+$/.test(backup.label)) return 'before-upgrade';
  return LABELS.find((one) => one === backup.label) ?? 'other';
}

/** Whether somebody asked for it; the others go by themselves. */
export const isKept = (label: Label) => label === 'manual' || label === 'uploaded' || label === 'damaged' || label === 'other';
