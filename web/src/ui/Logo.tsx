/** The mark: an amber drop, like a seat light in the dark, and the name. */
export function Logo({ nameless = false }: { nameless?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-ink">
      <svg
        width="18"
        height="20"
        viewBox="0 0 18 20"
        aria-hidden
        className="[filter:drop-shadow(0_0_7px_rgb(245_158_11/0.7))]"
      >
        <path
          d="M9 19.2c-.7 0-1.2-.3-1.9-.9l-4.5-4.400a9 9 0 1 1 12.8 0l-4.5 4.400c-.700.6-1.200.9-1.900.9Z"
          transform="translate(0 .3) scale(.97)"
          fill="#f59e0b"
        />
      </svg>
      {!nameless && <span className="text-[1.32rem] leading-none font-bold tracking-[-0.04em]">matinee</span>}
    </span>
  );
}
