/** Files that could not be taken in, each with its reason and its cure. */
import { TriangleAlert } from 'lucide-react';

import { useTold } from '@/lib/told';

import { cx } from './cx';

interface FailedFile {
  readonly path: string;
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
}

interface Props {
  files: readonly FailedFile[];
  label?: string;
  className?: string;
}

export function FailedFiles({ files, label, className }: Props) {
  const told = useTold();
  return (
    <ul aria-label={label} className={cx('flex flex-col gap-2.5', className)}>
      {files.map((file) => (
        <li key={file.path} className="flex gap-2.5 text-ink-2">
          <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-danger" />
          <span className="min-w-0">
            <span className="block font-medium wrap-anywhere text-ink">{file.path}</span>
            {told.line(file)}
          </span>
        </li>
      ))}
    </ul>
  );
}
