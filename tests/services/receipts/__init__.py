"""The items behind figures, with the rulings applied."""
