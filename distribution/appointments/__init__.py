"""Appointments: when and where what is set aside for a household is collected or delivered."""
