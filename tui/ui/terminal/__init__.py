"""What goes to the terminal, and as little of it as will do."""
