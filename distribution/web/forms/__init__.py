"""What pages of distribution ask people, a module for each noun."""
