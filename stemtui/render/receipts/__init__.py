"""What a finished pass says: findings, the receipt and its summary."""
