import type { LucideIcon } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useStage } from './context';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  readonly label: string;
  /** Key that does the same, shown beside the label. */
  readonly hint?: string;
  readonly icon?: LucideIcon;
  readonly filled?: boolean;
  readonly children?: ReactNode;
}

/** A mouse that presses a button does not take the focus: the space bar stays play and pause. */
const keepFocus = (event: React.PointerEvent) => {
  if (event.pointerType === 'mouse') event.preventDefault();
};

export const bareButton =
  'grid size-11 shrink-0 place-items-center rounded-control text-white/95 outline-offset-0 transition-[background,transform] duration-150 ease-out ' +
  'hover:bg-white/15 active:scale-95 disabled:opacity-35 disabled:hover:bg-transparent';

export function PlayerButton({ label, hint, icon: Icon, filled, children, className, ...rest }: Props) {
  const { root } = useStage();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          onPointerDown={keepFocus}
          onMouseDown={(event) => event.preventDefault()}
          className={className ?? bareButton}
          {...rest}
        >
          {Icon ? <Icon aria-hidden size={22} strokeWidth={1.9} fill={filled ? 'currentColor' : 'none'} /> : children}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal container={root}>
        <Tooltip.Content
          sideOffset={8}
          collisionPadding={12}
          className="pointer-events-none z-50 flex items-center gap-2 rounded-lg bg-[#1c1c1e]/95 px-2.5 py-1.5 text-caption font-medium text-white shadow-card animate-appear"
        >
          {label}
          {hint ? <kbd className="rounded-badge bg-white/15 px-1.5 font-sans text-badge leading-[18px]">{hint}</kbd> : null}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
