echo $((1/0)); echo notreached
echo next
echo ${x y}
echo end
