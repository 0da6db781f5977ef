/** A menu over the film: opens upwards, inside the stage, and keeps the controls while open. */
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { useStage } from '../context';

const ITEM =
  'flex min-h-[38px] pointer-coarse:min-h-11 cursor-pointer items-center gap-2.5 rounded-[9px] px-3 py-1.5 text-body font-semibold text-white outline-none select-none ' +
  'data-highlighted:bg-white/10 data-[state=checked]:bg-white/10';

interface MenuProps {
  readonly name: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
  readonly side?: 'top' | 'bottom';
}

export function PlayerMenu({ name, trigger, children, wide, side = 'top' }: MenuProps) {
  const { root, hold } = useStage();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    hold(name, open);
    return () => hold(name, false);
  }, [name, open, hold]);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={root}>
        <Radix.Content
          side={side}
          align="end"
          sideOffset={12}
          collisionPadding={12}
          // The film keeps the keyboard once the menu is closed.
          onCloseAutoFocus={(event) => event.preventDefault()}
          className={`z-40 max-h-[min(var(--radix-dropdown-menu-content-available-height),520px)] max-w-[calc(100vw-24px)] animate-appear overflow-y-auto overscroll-contain rounded-[14px] bg-[#1c1c1e]/95 p-2.5 text-white shadow-card backdrop-blur-xl ${wide ? 'min-w-80' : 'min-w-72'}`}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function PlayerMenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-3 pt-1 pb-2 text-caption font-semibold text-white/60">{children}</Radix.Label>;
}

export function PlayerMenuLine() {
  return <Radix.Separator className="my-2 h-px bg-white/12" />;
}

interface ItemProps {
  readonly icon: ReactNode;
  readonly hint?: string;
  readonly children: ReactNode;
  onSelect(): void;
}

export function PlayerMenuItem({ icon, hint, children, onSelect }: ItemProps) {
  return (
    <Radix.Item className={ITEM} onSelect={onSelect}>
      <span className="grid w-5 place-items-center">{icon}</span>
      {children}
      {hint ? <kbd className="pointer-coarse:hidden ml-auto rounded-badge bg-white/15 px-1.5 font-sans text-badge leading-5">{hint}</kbd> : null}
    </Radix.Item>
  );
}

interface TickProps {
  readonly icon: ReactNode;
  readonly checked: boolean;
  readonly children: ReactNode;
  onChange(checked: boolean): void;
}

/** Something that is on or off; the menu stays, so that the change is seen over the film. */
export function PlayerMenuTick({ icon, checked, children, onChange }: TickProps) {
  return (
    <Radix.CheckboxItem
      className={ITEM.replace('data-[state=checked]:bg-white/10', '')}
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="grid w-5 shrink-0 place-items-center">{icon}</span>
      <span className="min-w-0 grow truncate">{children}</span>
      <span className="grid w-5 shrink-0 place-items-center">
        <Radix.ItemIndicator>
          <Check aria-hidden size={16} strokeWidth={2.6} className="text-accent" />
        </Radix.ItemIndicator>
      </span>
    </Radix.CheckboxItem>
  );
}

export interface PlayerOption {
  readonly value: string;
  readonly label: string;
  readonly note?: string | null;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly PlayerOption[];
  onChange(value: string): void;
}

export function PlayerMenuChoice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      <PlayerMenuLabel>{label}</PlayerMenuLabel>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={ITEM}>
          <span className="grid w-5 shrink-0 place-items-center">
            <Radix.ItemIndicator>
              <Check aria-hidden size={16} strokeWidth={2.6} className="text-accent" />
            </Radix.ItemIndicator>
          </span>
          <span className="min-w-0 shrink truncate">{option.label}</span>
          {option.note ? (
            <span className="min-w-0 shrink-0 text-caption font-normal text-white/60 tabular">{option.note}</span>
          ) : null}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

interface SwitchProps {
  readonly icon: ReactNode;
  readonly label: string;
  /** What it does, in a line under it. */
  readonly note: string;
  readonly on: boolean;
  onChange(on: boolean): void;
}

/** On or off; the menu stays, so that the difference is heard. */
export function PlayerMenuSwitch({ icon, label, note, on, onChange }: SwitchProps) {
  return (
    <Radix.CheckboxItem
      checked={on}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM.replace('data-[state=checked]:bg-white/10', '')}
    >
      <span className="grid w-5 shrink-0 place-items-center">{icon}</span>
      <span className="min-w-0 grow">
        <span className="block">{label}</span>
        <span className="block text-caption font-normal text-white/60 tabular">{note}</span>
      </span>
      <span aria-hidden className={`flex h-5 w-9 shrink-0 rounded-full p-0.5 transition-colors duration-150 ${on ? 'bg-accent' : 'bg-white/25'}`}>
        <i className={`size-4 rounded-full bg-white transition-transform duration-150 ${on ? 'translate-x-4' : ''}`} />
      </span>
    </Radix.CheckboxItem>
  );
}

/** The written button of a menu: "1×", "Auto · 1080p". */
export const wordButton =
  'touch inline-flex h-[38px] shrink-0 items-center rounded-[10px] bg-white/15 px-3 text-small font-bold text-white tabular backdrop-blur-md transition-colors duration-150 hover:bg-white/25 data-[state=open]:bg-white/30';
