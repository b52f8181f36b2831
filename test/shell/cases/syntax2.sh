echo one
echo "unterminated
echo three
