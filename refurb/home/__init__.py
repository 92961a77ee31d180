"""Each role's home: one module a role, each a row of sections that stand in their order."""
