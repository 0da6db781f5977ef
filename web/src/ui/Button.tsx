/** The button of the house, 46 high (38 when small), as a button or as a link. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';

import { cx } from './cx';
import { Spinner } from './Spinner';

export type ButtonLook = 'primary' | 'quiet' | 'glass' | 'ghost' | 'danger' | 'amber';
export type ButtonSize = 'md' | 'sm';

const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-primary text-on-primary hover:opacity-88 active:opacity-80',
  quiet: 'bg-fill text-ink hover:bg-fill-strong',
  glass: 'bg-[rgb(90_90_94/0.5)] text-white backdrop-blur-md hover:bg-[rgb(110_110_114/0.62)]',
  ghost: 'text-ink-2 hover:bg-fill hover:text-ink',
  danger: 'bg-[#dc2626] text-white hover:bg-[#b91c1c]',
  amber: 'bg-[#f59e0b] text-[#141414] hover:bg-[#fbb13c]',
};

const SIZES: Record<ButtonSize, string> = {
  md: 'h-11.5 gap-2.5 px-5 text-body',
  sm: 'h-9.5 gap-2 px-3.5 text-small',
};

interface Looks {
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Draws the icon solid, as for play. */
  solid?: boolean;
  children?: ReactNode;
}

function classes(look: ButtonLook, size: ButtonSize, extra?: string): string {
  return cx(
    'touch inline-flex shrink-0 items-center justify-center rounded-control font-semibold whitespace-nowrap select-none',
    'transition-[background-color,opacity,color] duration-150 ease-out disabled:opacity-45',
    LOOKS[look],
    SIZES[size],
    extra,
  );
}

function Face({ icon: Icon, solid, size, children }: Looks) {
  const px = size === 'sm' ? 17 : 19;
  return (
    <>
      {Icon && <Icon size={px} strokeWidth={2.2} fill={solid ? 'currentColor' : 'none'} aria-hidden />}
      {children}
    </>
  );
}

type ButtonProps = Looks & ComponentProps<'button'> & { busy?: boolean };

export function Button(props: ButtonProps) {
  const { look = 'quiet', size = 'md', icon, solid, busy, className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      className={classes(look, size, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy && <Spinner size={17} />}
      <Face icon={busy ? undefined : icon} solid={solid} size={size}>
        {children}
      </Face>
    </button>
  );
}

type ButtonLinkProps = Looks & ComponentProps<typeof Link>;

export function ButtonLink({ look = 'quiet', size = 'md', icon, solid, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link className={classes(look, size, className)} {...rest}>
      <Face icon={icon} solid={solid} size={size}>
        {children}
      </Face>
    </Link>
  );
}

/** A link to a file or another site, with the face of a button. */
export function ButtonAnchor({ look = 'quiet', size = 'md', icon, className, children, ...rest }: Looks & ComponentProps<'a'>) {
  return (
    <a className={classes(look, size, className)} {...rest}>
      <Face icon={icon} size={size}>
        {children}
      </Face>
    </a>
  );
}
