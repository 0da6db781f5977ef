import { LoaderCircle } from 'lucide-react';

export function Spinner({ size = 22, label }: { size?: number; label?: string }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex text-current">
      <LoaderCircle size={size} className="animate-turn" aria-hidden />
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
