"""Records that are pulled from the interfaces of WeCom, a page at a time."""
