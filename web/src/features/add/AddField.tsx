import { FolderOpen, Link2, Plus } from 'lucide-react';
import { useRef, type ClipboardEvent, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, Spinner } from '@/ui';

interface Props {
  readonly text: string;
  readonly looking: boolean;
  readonly ready: boolean;
  readonly adding: boolean;
  readonly path: boolean;
  /** What the button will do, where that is more than adding. */
  readonly label?: string;
  readonly hint: ReactNode;
  onText(text: string, pasted: boolean): void;
  onFiles(files: FileList): void;
  onAdd(): void;
}

/** The one field. */
export function AddField({ text, looking, ready, adding, path, label, hint, onText, onFiles, onAdd }: Props) {
  const { t } = useTranslation('add');
  const input = useRef<HTMLInputElement>(null);
  const Icon = path ? FolderOpen : Link2;
  const paste = (event: ClipboardEvent) => {
    // A file copied in a file window is pasted as a file.
    if (event.clipboardData.files.length > 0) {
      event.preventDefault();
      onFiles(event.clipboardData.files);
      return;
    }
    const pasted = event.clipboardData.getData('text');
    const field = input.current;
    if (!field || !pasted.trim()) return;
    event.preventDefault();
    const [from, to] = [field.selectionStart ?? text.length, field.selectionEnd ?? text.length];
    onText(`${text.slice(0, from)}${pasted}${text.slice(to)}`.trim(), true);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !adding) onAdd();
    else onText(text, true);
  };
  return (
    <form onSubmit={submit} className="mt-6">
      <div className="flex items-center gap-3 rounded-panel border border-line-strong bg-surface pr-2 pl-4 transition-[border-color,box-shadow] duration-150 focus-within:border-accent focus-within:shadow-[0_0_0_4px_rgb(245_158_11/0.16)] sm:pl-5">
        <span className="grid w-5 shrink-0 place-items-center text-ink-3">
          {looking ? <Spinner size={19} label={t('looking')} /> : <Icon aria-hidden size={20} strokeWidth={1.9} />}
        </span>
        <input
          ref={input}
          autoFocus
          type="text"
          inputMode="url"
          autoCapitalize="none"
          autoCorrect="off"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          value={text}
          onChange={(event) => onText(event.target.value, false)}
          onPaste={paste}
          aria-label={t('field')}
          aria-describedby="add-hint"
          placeholder={t('placeholder')}
          className="h-15 min-w-0 flex-1 bg-transparent text-lead text-ink outline-none placeholder:text-ink-3"
        />
        <Button type="submit" look="primary" icon={Plus} busy={adding} disabled={!ready} className={cx(!ready && 'max-sm:hidden')}>
          {label ?? t('add')}
        </Button>
      </div>
      <p id="add-hint" className="mt-2.5 px-1 text-small text-ink-3">
        {hint}
      </p>
    </form>
  );
}
