"""What is said of a folder that came: what is wrong, what adds up, what meets the order."""
