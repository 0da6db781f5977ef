/** A button that has a file of this device chosen. */
import { FileUp } from 'lucide-react';
import { useRef } from 'react';

import { Button } from '../Button';

interface FileButtonProps {
  label: string;
  disabled: boolean;
  onFile: (file: File) => void;
}

export function FileButton({ label, disabled, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={FileUp} disabled={disabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        aria-label={label}
        className="hidden"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
          event.target.value = '';
        }}
      />
    </>
  );
}
