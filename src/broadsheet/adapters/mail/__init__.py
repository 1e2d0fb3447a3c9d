"""An edition as an e-mail: what it says, how it looks, how it leaves the house."""
