import type { ComponentProps } from 'react';

import { Avatar } from '@/ui';

type Props = ComponentProps<'button'> & { name: string; label: string };

export function AvatarButton({ name, label, ...rest }: Props) {
  return (
    <button type="button" aria-label={label} aria-haspopup="menu" className="rounded-control" {...rest}>
      <Avatar name={name} />
    </button>
  );
}
