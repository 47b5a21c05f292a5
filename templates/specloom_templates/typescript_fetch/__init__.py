"""The templates of TypeScript packages, and their runtime."""
