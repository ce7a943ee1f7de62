"""A service that receives WeCom callbacks over HTTP and judges them by written policies."""
