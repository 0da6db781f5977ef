/** What the player knows of the device it runs on, and what can be asked of it there. */

/** Where the picture is shown when it is not shown here. */
export type CastState = 'off' | 'connecting' | 'on';

export interface DeviceFacts {
  /** Films are brought to one loudness. */
  readonly levelling: boolean;
  /** The quiet is brought up and the loud down. */
  readonly night: boolean;
  /** The sound that plays was measured, and this browser can change it. */
  readonly can_level: boolean;
  /** How much louder (or, below 0, quieter) levelling makes this sound; null: not measured. */
  readonly level_db: number | null;
  /** Of the picture; 1 is as it was filmed. */
  readonly brightness: number;
  /** The picture fills the screen, and its edges are cut. */
  readonly filling: boolean;
  /** The speed before a finger was held down; null while none is. */
  readonly held_from: number | null;
  /** Picture and controls are in a small window of their own. */
  readonly pip_window: boolean;
  readonly cast: CastState;
  /** A television or the like was found. */
  readonly can_cast: boolean;
}

export type DeviceRequest =
  | { readonly do: 'levelling' | 'night' | 'fill' | 'hold_speed'; readonly on: boolean }
  | { readonly do: 'brightness'; readonly to: number }
  | { readonly do: 'frame'; readonly by: 1 | -1 }
  | { readonly do: 'cast' };

export const NO_DEVICE: DeviceFacts = {
  levelling: false,
  night: false,
  can_level: false,
  level_db: null,
  brightness: 1,
  filling: false,
  held_from: null,
  pip_window: false,
  cast: 'off',
  can_cast: false,
};
