import type { ComponentProps } from 'react';

import { Avatar } from '@/ui';

type Props = ComponentProps<'button'> & {
  name: string;
  label: string;
  /** A quiet dot: something waits in the menu. */
  dot?: boolean;
};

export function AvatarButton({ name, label, dot, ...rest }: Props) {
  return (
    <button type="button" aria-label={label} aria-haspopup="menu" className="touch relative rounded-control" {...rest}>
      <Avatar name={name} />
      {dot && <span aria-hidden className="absolute -top-0.5 -right-0.5 size-2.5 rounded-full bg-accent ring-2 ring-ground" />}
    </button>
  );
}
