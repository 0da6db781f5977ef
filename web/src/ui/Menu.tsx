/** A menu that opens from a button: arrow keys, type ahead, Escape. */
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';

import { cx } from './cx';

const ITEM =
  'flex h-10 pointer-coarse:h-11 cursor-pointer items-center gap-3 rounded-[8px] px-3 text-small font-medium outline-none select-none data-highlighted:bg-fill data-disabled:opacity-45';

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  /** Open from the first moment: the trigger was pressed before the menu was there. */
  defaultOpen?: boolean;
}

export function Menu({ trigger, children, align = 'end', defaultOpen }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen={defaultOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={8}
          collisionPadding={12}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 animate-appear overflow-y-auto rounded-[14px] border border-line bg-raised p-1.5 text-ink shadow-card"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ItemProps {
  icon?: LucideIcon;
  children: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

export function MenuItem({ icon: Icon, children, danger, disabled, onSelect }: ItemProps) {
  return (
    <Radix.Item disabled={disabled} onSelect={onSelect} className={cx(ITEM, danger && 'text-danger')}>
      {Icon && <Icon size={17} aria-hidden />}
      {children}
    </Radix.Item>
  );
}

export function MenuLink({ icon: Icon, to, children }: { icon?: LucideIcon; to: string; children: ReactNode }) {
  return (
    <Radix.Item asChild>
      <Link to={to} className={ITEM}>
        {Icon && <Icon size={17} aria-hidden />}
        {children}
      </Link>
    </Radix.Item>
  );
}

type AnchorProps = { icon?: LucideIcon; children: ReactNode } & ComponentProps<'a'>;

/** Leads out of the app: a file, another site. */
export function MenuAnchor({ icon: Icon, children, ...rest }: AnchorProps) {
  return (
    <Radix.Item asChild>
      <a className={ITEM} {...rest}>
        {Icon && <Icon size={17} aria-hidden />}
        {children}
      </a>
    </Radix.Item>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; note?: string }[];
  onChange: (value: T) => void;
}

/** One of several, the chosen one ticked. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={ITEM}>
          <span className="w-4">
            <Radix.ItemIndicator>
              <Check size={16} className="text-accent" aria-hidden />
            </Radix.ItemIndicator>
          </span>
          {option.label}
          {option.note && <span className="ml-auto pl-4 text-caption text-ink-3">{option.note}</span>}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** Something that is on or off; the menu stays open, for there may be more to turn. */
export function MenuCheck({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }) {
  return (
    <Radix.CheckboxItem checked={checked} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()} className={ITEM}>
      <span className="w-4">
        <Radix.ItemIndicator>
          <Check size={16} className="text-accent" aria-hidden />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-3 pt-2 pb-1 text-caption text-ink-3">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="mx-2 my-1.5 h-px bg-line" />;
}
