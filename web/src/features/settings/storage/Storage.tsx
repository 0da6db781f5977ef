/** What takes space, and what can go. */
import { CanGo } from './CanGo';
import { Largest } from './Largest';
import { Space } from './Space';
import { Sums } from './Sums';

export function Storage() {
  return (
    <>
      <Space />
      <CanGo />
      <Sums />
      <Largest />
    </>
  );
}
