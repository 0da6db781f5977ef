/** A button that is only a picture. Its label is said by screen readers and shown on hover. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Link } from 'react-router';

import { cx } from './cx';

export type IconLook = 'ghost' | 'quiet' | 'glass' | 'ring' | 'primary';

const LOOKS: Record<IconLook, string> = {
  ghost: 'text-ink-2 hover:bg-fill hover:text-ink rounded-control',
  quiet: 'bg-fill text-ink hover:bg-fill-strong rounded-control',
  glass: 'bg-[rgb(90_90_94/0.5)] text-white backdrop-blur-md hover:bg-[rgb(110_110_114/0.62)] rounded-control',
  ring: 'border border-line-strong text-ink hover:border-ink rounded-full',
  primary: 'bg-primary text-on-primary hover:opacity-88 rounded-full',
};

const SIZES = { sm: 'size-9', md: 'size-10', lg: 'size-11.5' };

interface Looks {
  label: string;
  icon: LucideIcon;
  look?: IconLook;
  size?: keyof typeof SIZES;
  solid?: boolean;
}

function classes(look: IconLook, size: keyof typeof SIZES, extra?: string) {
  return cx(
    'touch inline-flex shrink-0 items-center justify-center transition-[background-color,border-color,color,opacity] duration-150 ease-out disabled:opacity-45',
    LOOKS[look],
    SIZES[size],
    extra,
  );
}

type Props = Looks & Omit<ComponentProps<'button'>, 'children'>;

export function IconButton({ label, icon: Icon, look = 'ghost', size = 'md', solid, className, ...rest }: Props) {
  return (
    <button type="button" aria-label={label} title={label} className={classes(look, size, className)} {...rest}>
      <Icon size={size === 'sm' ? 17 : 20} fill={solid ? 'currentColor' : 'none'} aria-hidden />
    </button>
  );
}

type LinkProps = Looks & Omit<ComponentProps<typeof Link>, 'children'>;

export function IconLink({ label, icon: Icon, look = 'ghost', size = 'md', solid, className, ...rest }: LinkProps) {
  return (
    <Link aria-label={label} title={label} className={classes(look, size, className)} {...rest}>
      <Icon size={size === 'sm' ? 17 : 20} fill={solid ? 'currentColor' : 'none'} aria-hidden />
    </Link>
  );
}
