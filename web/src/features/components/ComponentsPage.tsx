/**
 * Every piece that screens are made of, in each of its states, for those who build them: /components. Its words are
 * samples, and stay English.
 */
import { Bell, Film, Heart, Pencil, Play, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { ApiError } from '@/api';
import { useAppearance } from '@/lib/appearance';
import {
  Avatar, Badge, Button, Chip, Choice, Dialog, EmptyState, ErrorLine, ErrorState, IconButton, Kbd, Menu, MenuItem, MenuLabel, MenuLine,
  Page, PageTitle, PasswordField, Picture, ProgressBar, RadioCards, Ring, SearchBox, SectionTitle, Segmented, SelectField, Skeleton,
  Slider, Spinner, Tabs, TagChip, TextArea, TextField, TickBox, toast, Unfold,
} from '@/ui';

const LOOKS = ['primary', 'quiet', 'ghost', 'amber', 'danger'] as const;
const FEW = [
  { value: 'a', label: 'First' },
  { value: 'b', label: 'Second' },
] as const;
const FAILED = new ApiError(503, 'busy', 'The server has much to do.', 'Wait a moment, then try again.');

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line py-7">
      <SectionTitle>{title}</SectionTitle>
      <div className="mt-4 flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}

function Buttons() {
  return (
    <Group title="Buttons">
      {LOOKS.map((look) => (
        <Button key={look} look={look} icon={look === 'danger' ? Trash2 : Play}>
          {look}
        </Button>
      ))}
      <Button size="sm">small</Button>
      <Button busy>busy</Button>
      <Button disabled>disabled</Button>
      {(['ghost', 'quiet', 'ring', 'primary'] as const).map((look) => (
        <IconButton key={look} look={look} icon={Heart} label={look} />
      ))}
      <span className="rounded-control bg-[#333] p-2">
        <Button look="glass" icon={Bell}>
          glass, on pictures
        </Button>
      </span>
    </Group>
  );
}

function Marks() {
  return (
    <Group title="Chips, badges, marks">
      <Chip>chip</Chip>
      <Chip on>chosen</Chip>
      <Chip on clears>
        can be cleared
      </Chip>
      <TagChip name="tag" label="Take tag off" onRemove={() => toast('Taken off')} />
      {(['line', 'fill', 'amber', 'danger'] as const).map((look) => (
        <Badge key={look} look={look}>
          {look}
        </Badge>
      ))}
      <Kbd>K</Kbd>
      <Avatar name="Ana Lima" />
      <Ring percent={40} size={28} />
      <Spinner />
      <ProgressBar percent={42} label="42 %" className="w-40" />
    </Group>
  );
}

function Fields() {
  const [text, setText] = useState('');
  const [kind, setKind] = useState<'a' | 'b'>('a');
  const [share, setShare] = useState(60);
  return (
    <Group title="Fields">
      <div className="grid w-full gap-5 md:grid-cols-3">
        <TextField label="Text" hint="What helps stands below." defaultValue="A title" />
        <TextField label="With an error" error="Something that can be read." defaultValue=" " />
        <PasswordField label="Password" defaultValue="secret" />
        <SelectField label="One of many" defaultValue="b" options={FEW} />
        <TextArea label="Much text" rows={3} defaultValue="Several lines." />
        <SearchBox label="Search" value={text} onChange={setText} />
        <Slider label="Slider" value={share} shown={`${share} %`} min={0} max={100} step={1} onChange={setShare} />
        <Choice label="A choice" hint="With its reason." defaultChecked />
        <TickBox aria-label="A tick whose words stand elsewhere" defaultChecked />
        <Segmented label="One of a few" value={kind} options={FEW} onChange={setKind} />
      </div>
      <div className="w-full">
        <RadioCards
          label="Cards"
          value={kind}
          options={[
            { value: 'a', label: 'First', icon: Play },
            { value: 'b', label: 'Second', icon: Bell },
          ]}
          onChange={setKind}
        />
      </div>
    </Group>
  );
}

function Layers() {
  const [open, setOpen] = useState(false);
  const [tab, setTab] = useState<'one' | 'two'>('one');
  return (
    <Group title="Layers">
      <Button onClick={() => setOpen(true)}>Dialog</Button>
      <Menu trigger={<Button>Menu</Button>}>
        <MenuLabel>Label</MenuLabel>
        <MenuItem icon={Pencil} onSelect={() => toast('Chosen')}>Entry</MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => toast('Chosen')}>
          Dangerous entry
        </MenuItem>
      </Menu>
      <Button onClick={() => toast('Something was done', { action: { label: 'Undo', run: () => toast('It was undone') } })}>Toast with undo</Button>
      <div className="w-full max-w-120">
        <Tabs label="Tabs" value={tab} options={[{ value: 'one', label: 'One', count: 3 }, { value: 'two', label: 'Two' }]} onChange={setTab}>
          <p className="pt-3 text-small text-ink-2">{tab}</p>
        </Tabs>
        <Unfold text="A long text that is cut after some lines and can be unfolded. " />
      </div>
      <Dialog open={open} onOpenChange={setOpen} title="A dialog" description="It holds the focus and gives it back." footer={<Button look="primary" onClick={() => setOpen(false)}>Done</Button>}>
        <p className="text-body">Its content.</p>
      </Dialog>
    </Group>
  );
}

function States() {
  return (
    <Group title="States">
      <div className="grid w-full gap-4 md:grid-cols-2 *:min-w-0">
        <EmptyState icon={Film} title="Nothing here" text="What to do about it." className="rounded-panel border border-line" />
        <ErrorState error={FAILED} onRetry={() => undefined} className="rounded-panel border border-line" />
        <ErrorLine error={FAILED} onRetry={() => undefined} />
        <div className="flex flex-wrap items-center gap-3">
          <Skeleton className="aspect-video w-48 rounded-card" />
          <Picture src={null} className="aspect-video w-48 rounded-card" />
          <Picture src={null} sound className="aspect-video w-48 rounded-card" />
        </div>
      </div>
    </Group>
  );
}

export function ComponentsPage() {
  const { theme, choose } = useAppearance();
  return (
    <Page>
      <PageTitle title="Components" note="for those who build screens">
        <Segmented label="Appearance" value={theme} options={[{ value: 'dark', label: 'Dark' }, { value: 'light', label: 'Light' }]} onChange={choose} />
      </PageTitle>
      <div className="mt-6">
        <Buttons />
        <Marks />
        <Fields />
        <Layers />
        <States />
      </div>
    </Page>
  );
}
