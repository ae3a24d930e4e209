//! The books: facts, views, working tables and backups in one SQLite file.
