import { RotateCcw, RotateCw } from 'lucide-react';

/** An arrow around the seconds it skips. */
export function SkipIcon({ back, size = 24 }: { back?: boolean; size?: number }) {
  const Icon = back ? RotateCcw : RotateCw;
  return (
    <span aria-hidden className="relative grid place-items-center" style={{ width: size, height: size }}>
      <Icon size={size} strokeWidth={1.7} className="absolute inset-0" />
      <b className="relative translate-y-[5%] font-bold tracking-tight" style={{ fontSize: size * 0.32 }}>
        10
      </b>
    </span>
  );
}
