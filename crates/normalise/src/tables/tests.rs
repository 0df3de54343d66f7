//! The doors and laws of the table rules.
