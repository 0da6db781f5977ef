"""What is heard of a title: how loud it is, and which stretches may be passed over."""
