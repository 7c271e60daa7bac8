"""What `liftlog doctor` looks at: each check a small function that returns what it found."""
