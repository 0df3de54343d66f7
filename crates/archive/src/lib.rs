//! Every edition kept, and what changed between them.
