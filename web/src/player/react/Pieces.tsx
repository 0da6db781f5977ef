import type { CSSProperties } from 'react';
import type { Piece } from '../core';

interface Props {
  readonly pieces: readonly Piece[];
  /** Parts of the whole, 0 to 1. */
  readonly buffered: number;
  readonly hover: number | null;
  /** The place whose piece stands out. */
  readonly shown: number | null;
}

const at = (part: number) => ({ '--at': part }) as CSSProperties;

/** The bar, cut at its chapters. How far it is filled comes from a variable set above. */
export function Pieces({ pieces, buffered, hover, shown }: Props) {
  return (
    <div className="flex w-full items-center gap-[3px]">
      {pieces.map((piece) => {
        const under = pieces.length > 1 && shown !== null && shown >= piece.from && shown < piece.to;
        return (
          <div
            key={piece.from}
            className={`relative min-w-0 overflow-hidden rounded-[3px] bg-white/30 transition-[height] duration-150 ${under ? 'h-[9px]' : 'h-[5px] group-hover/bar:h-[6px]'}`}
            style={{ flexGrow: piece.to - piece.from, flexBasis: 0, '--from': piece.from, '--to': piece.to } as CSSProperties}
          >
            <i className="player-fill absolute inset-0 bg-white/35" style={at(buffered)} />
            {hover !== null ? <i className="player-fill absolute inset-0 bg-white/30" style={at(hover)} /> : null}
            <i className="player-fill absolute inset-0 bg-accent" />
          </div>
        );
      })}
    </div>
  );
}
