/** The mark: an amber drop, like a seat light in the dark, and the name. */
export function Logo({ nameless = false }: { nameless?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-ink">
      <svg width="18" height="20" viewBox="0 0 18 20" aria-hidden className="mt-0.5 overflow-visible [filter:drop-shadow(0_0_7px_rgb(245_158_11/0.65))]">
        <path
          d="M8.950 1.400a7.700 7.700 0 0 1 5.450 13.150l-3.900 3.900a2.200 2.200 0 0 1-3.100 0l-3.900-3.900A7.700 7.700 0 0 1 8.950 1.400Z"
          fill="#f59e0b"
        />
      </svg>
      {!nameless && <span className="text-[1.32rem] leading-none font-bold tracking-[-0.04em]">matinee</span>}
    </span>
  );
}
