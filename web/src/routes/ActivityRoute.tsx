/** Jobs, with the files that are still on their way to become one. */
import ActivityPage from '@/features/activity/ActivityPage';
import { UploadList } from '@/features/add';

export default function ActivityRoute() {
  return <ActivityPage uploads={<UploadList />} />;
}
