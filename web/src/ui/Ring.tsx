/** A small ring that fills: the activity of the bar. */
export function Ring({ percent, size = 22, children }: { percent: number | null; size?: number; children?: React.ReactNode }) {
  const r = (size - 3) / 2;
  const length = 2 * Math.PI * r;
  const filled = percent === null ? 0.25 : Math.max(0.03, Math.min(1, percent / 100));
  return (
    <span className="relative inline-flex items-center justify-center" style={{ width: size, height: size }}>
      <svg width={size} height={size} aria-hidden className={percent === null ? 'animate-turn' : '-rotate-90'}>
        <circle cx={size / 2} cy={size / 2} r={r} fill="none" stroke="var(--line-strong)" strokeWidth={2} />
        <circle
          cx={size / 2}
          cy={size / 2}
          r={r}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={2}
          strokeLinecap="round"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - filled)}
          className="transition-[stroke-dashoffset] duration-250 ease-out"
        />
      </svg>
      <span className="absolute text-[11px] leading-none font-bold tabular">{children}</span>
    </span>
  );
}
