"""Links: yt-dlp understands and fetches them, in a child process that can do little else."""
