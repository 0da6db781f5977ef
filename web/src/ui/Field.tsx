/** Fields of forms: a name above, help below, what is wrong in red and tied to the field. */
import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from './cx';

export const INPUT =
  'w-full rounded-control border border-line-strong bg-ground px-3.5 text-body text-ink placeholder:text-ink-3 ' +
  'transition-colors hover:border-ink-3 focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/40 ' +
  'disabled:opacity-50 aria-invalid:border-danger';

interface FrameProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** Stands beside the name: a lock, a way to empty the field. */
  aside?: ReactNode;
  className?: string;
}

interface Ids {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

function Frame({ label, hint, error, aside, className, children }: FrameProps & { children: (ids: Ids) => ReactNode }) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <span className="flex min-h-5 items-center justify-between gap-2">
        <label htmlFor={id} className="text-small font-medium text-ink-2">
          {label}
        </label>
        {aside}
      </span>
      {children({ id, 'aria-describedby': below ? `${id}-below` : undefined, 'aria-invalid': error ? true : undefined })}
      {below && (
        <p id={`${id}-below`} className={cx('text-caption', error ? 'text-danger' : 'text-ink-3')}>
          {below}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, aside, className, ...rest }: FrameProps & ComponentProps<'input'>) {
  return (
    <Frame label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => <input {...ids} {...rest} className={cx(INPUT, 'h-11.5')} />}
    </Frame>
  );
}

export function PasswordField({ label, hint, error, aside, className, ...rest }: FrameProps & ComponentProps<'input'>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Frame label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => (
        <span className="relative">
          <input {...ids} {...rest} type={shown ? 'text' : 'password'} className={cx(INPUT, 'h-11.5 pr-12')} />
          <button
            type="button"
            aria-label={t(shown ? 'hidePassword' : 'showPassword')}
            onClick={() => setShown(!shown)}
            className="touch absolute inset-y-0 right-1.5 my-auto inline-flex size-9 items-center justify-center rounded-[8px] text-ink-3 hover:text-ink"
          >
            <Icon size={18} aria-hidden />
          </button>
        </span>
      )}
    </Frame>
  );
}

export function TextArea({ label, hint, error, aside, className, ...rest }: FrameProps & ComponentProps<'textarea'>) {
  return (
    <Frame label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => <textarea {...ids} {...rest} className={cx(INPUT, 'min-h-28 resize-y py-3')} />}
    </Frame>
  );
}

type SelectProps = FrameProps & ComponentProps<'select'> & { options: readonly { value: string; label: string }[] };

export function SelectField({ label, hint, error, aside, className, options, ...rest }: SelectProps) {
  return (
    <Frame label={label} hint={hint} error={error} aside={aside} className={className}>
      {(ids) => (
        <select {...ids} {...rest} className={cx(INPUT, 'h-11.5 bg-surface')}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}
