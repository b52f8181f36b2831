echo one
if true; then
  echo two
fi
done
echo three
