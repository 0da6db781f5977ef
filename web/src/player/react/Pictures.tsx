import { useFact } from './context';

/** Subtitles that are pictures, laid over the film where the disc puts them. */
export function Pictures({ lifted }: { lifted: boolean }) {
  const pictures = useFact((s) => s.pictures);
  const ratio = useFact((s) => (s.video_height > 0 ? s.video_width / s.video_height : 16 / 9));
  if (pictures.length === 0) return null;
  const height = `min(100dvh, calc(100vw / ${ratio}))`;
  return (
    <div
      aria-hidden
      data-testid="pictures"
      className="pointer-events-none absolute inset-0 z-20 m-auto"
      // The box of the film itself, as object-fit draws it.
      style={{
        width: `min(100vw, calc(100dvh * ${ratio}))`,
        height,
        // As far as the controls reach over the film, which on an upright phone they do not.
        '--lift': `min(0px, (100dvh - ${height}) / 2 - 104px)`,
      } as React.CSSProperties}
    >
      {pictures.map((picture) => (
        <img
          key={picture.url}
          src={picture.url}
          alt=""
          draggable={false}
          className={`absolute max-w-none transition-transform duration-200 ease-out ${lifted && picture.top > 0.5 ? 'translate-y-[var(--lift)]' : ''}`}
          style={{
            left: `${picture.left * 100}%`,
            top: `${picture.top * 100}%`,
            width: `${picture.width * 100}%`,
            height: `${picture.height * 100}%`,
          }}
        />
      ))}
    </div>
  );
}
